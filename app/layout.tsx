import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { Toaster } from "@/components/ui/controls/toaster";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Tributary", template: "%s · Tributary" },
  description: "Streams Amplitude events and users into Customer.io.",
  icons: { icon: "/icon.svg" },
  robots: { index: false },
};

// Every page shows the database of now to the person who is signed in: nothing is made at build time.
export const dynamic = "force-dynamic";

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f4f5f8" },
    { media: "(prefers-color-scheme: dark)", color: "#0f1217" },
  ],
};

export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en">
      <body className="min-h-dvh bg-ground font-sans text-ink antialiased">
        {children}
        <Toaster />
      </body>
    </html>
  );
}
