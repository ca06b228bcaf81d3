"""The service that keeps votes and comments, and serves the built site."""
