const loopback = [/^localhost$/i, /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/, /^\[?::1\]?$/];

const isLoopback = (host: string): boolean => loopback.some((form) => form.test(host));

/**
 * Demo tokens let whoever can run a command here be anybody. That is fine on one's own machine and nowhere else.
 *
 * @throws Error (in Vietnamese and English) for any other address.
 */
export const assertLoopback = (host: string): void => {
  if (isLoopback(host)) return;
  throw new Error(
    `Không mở máy chủ ở địa chỉ "${host}": mã thử (demo token) chỉ dùng trên chính máy này. ` +
      'Hãy dùng localhost, 127.0.0.1 hoặc ::1. ' +
      `Will not listen on "${host}": demo tokens are for this machine alone. Use localhost, 127.0.0.1 or ::1.`,
  );
};
