"""The record: the journal of facts, receive(), sending, definitions, quarantine, clock. Knows no trade."""
