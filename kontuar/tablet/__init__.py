"""The browser that works alone: shell, outbox, service worker, PIN door. Trades supply its screens."""
