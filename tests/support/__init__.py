"""What tests share: databases, a served application, a browser."""
