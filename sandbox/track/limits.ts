// Bytes are UTF-8. Source: Customer.io's Track API reference.
export const IDENTIFIER_BYTES_MAX = 150;
export const ATTRIBUTE_NAME_BYTES_MAX = 150;
export const ATTRIBUTE_VALUE_BYTES_MAX = 1_000;
export const ATTRIBUTES_MAX = 300; // per identify call
export const EVENT_NAME_BYTES_MAX = 100;
export const EVENT_DATA_BYTES_MAX = 100_000; // v1
export const OPERATION_KB_MAX = 32; // v2
export const BATCH_KB_MAX = 500; // v2
export const REQUESTS_PER_SECOND_MAX = 1_000; // documented, not enforced strictly
