"""What is remembered about people: tables, vectors and files. Usable without any agent."""
