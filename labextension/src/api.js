import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

/**
 * Get JSON from the server.
 *
 * @returns {Promise<object|null>} null where nothing is served at this path
 */
export async function getJSON(settings, path) {
  const url = URLExt.join(settings.baseUrl, path);
  const response = await ServerConnection.makeRequest(url, { cache: 'no-store' }, settings);
  if (response.status === 404) {
    return null;
  }
  if (!response.ok) {
    throw new ServerConnection.ResponseError(response);
  }
  return response.json();
}
