"""The tests of Kontuar: one folder a room, rules about the code in `house`, what tests share in `support`."""
