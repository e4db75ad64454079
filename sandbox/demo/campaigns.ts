/** What the shop's marketing set up at its Customer.io. */
export const DEMO_CAMPAIGNS = [
  { event: "Signed Up", subject: "Welcome to Vinyl & Co" },
  { event: "Purchase", subject: "Thank you for your order" },
];
