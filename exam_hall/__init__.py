"""The exam hall: serves papers, keeps answers, hands in. It never holds an answer key."""
