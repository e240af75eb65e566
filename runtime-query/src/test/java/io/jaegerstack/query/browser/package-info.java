/// A real Chromium for tests, spoken to through its own debugging protocol: nothing to download
/// beside the browser that the machine has.
package io.jaegerstack.query.browser;
