"""Pictures of kiosk, quiz, results, syncing and first start, as they are now: `python -m tests.pictures FOLDER`."""
