namespace AutoValley.Benchmarks.Page;

/// <summary>What it took to see the Site screen for the first time.</summary>
/// <param name="Shown">From the navigation until the frame with its heading and its first zone was drawn.</param>
/// <param name="Bytes">Of all answers that had ended when the map library was there whole, as the browser counts: compressed, and 300 for each head.</param>
/// <param name="LibraryBytes">Of the map library alone.</param>
internal sealed record FirstView(TimeSpan Shown, long Bytes, long LibraryBytes)
{
    // The modules that hold MapLibre and nothing else; the worker's comes last.
    private static readonly string[] MapLibrary = ["/library-", "/maplibre-"];

    // What changed is on the screen when the frame after the next begins.
    private const string NoteShown = """
        globalThis.shownAt = new Promise((shown) => {
          const watch = new MutationObserver(() => {
            if (!document.querySelector('h1') || !document.querySelector('[data-testid=zones] tr[data-zone]')) return
            watch.disconnect()
            requestAnimationFrame(() => requestAnimationFrame(() => shown(performance.now())))
          })
          watch.observe(document, { childList: true, subtree: true })
        })
        """;

    private const string LibraryCame = "names => names.every((name) => performance.getEntriesByType('resource').some((file) => file.name.includes(name)))";

    private const string CountBytes = """
        (names) => {
          const came = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
          const bytesOf = (files) => files.reduce((sum, file) => sum + file.transferSize, 0)
          return [bytesOf(came), bytesOf(came.filter((file) => names.some((name) => file.name.includes(name))))]
        }
        """;

    /// <summary>Opens the screen in a context that has kept nothing.</summary>
    public static async Task<FirstView> OpenAsync(PageBrowser browser, Uri server, CancellationToken cancellation)
    {
        var page = await browser.NewPageAsync();
        try
        {
            await page.AddInitScriptAsync(NoteShown);
            await PageBrowser.GoAsync(page, server, "site");
            var shown = await page.EvaluateAsync<double>("globalThis.shownAt").WaitAsync(PageBrowser.Patience, cancellation);
            await page.WaitForFunctionAsync(LibraryCame, MapLibrary).WaitAsync(cancellation);
            var bytes = await page.EvaluateAsync<long[]>(CountBytes, MapLibrary);
            return new FirstView(TimeSpan.FromMilliseconds(shown), bytes[0], bytes[1]);
        }
        finally
        {
            await page.CloseAsync();
        }
    }
}
