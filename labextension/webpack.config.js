// The builder's own numbering hashes the folder's path: the output would differ from place to place.
module.exports = { optimization: { moduleIds: 'natural' } };
