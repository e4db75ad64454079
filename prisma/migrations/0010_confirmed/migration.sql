-- How many events a destination says that it took of a request, in its own count; null where it says no number.
ALTER TABLE delivery_requests ADD COLUMN confirmed INTEGER;
