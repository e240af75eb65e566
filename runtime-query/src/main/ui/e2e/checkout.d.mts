export function checkoutTrace(id: string): { spans: { spanID: string; operationName: string }[] };
