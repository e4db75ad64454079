-- Newest first is by id: connections that each keep a stock of ids would mix the order.
ALTER SEQUENCE deliveries_id_seq CACHE 1;
