"""The foundation: database, ids, time, settings, errors, people, places, languages."""
