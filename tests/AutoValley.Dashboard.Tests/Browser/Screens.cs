using Microsoft.Playwright;

namespace AutoValley.Dashboard.Tests.Browser;

/// <summary>All screens of the page, over the demo's vehicles.</summary>
internal static class Screens
{
    // Each with something that is there when it has loaded what it shows.
    private static readonly (string Link, string Shown)[] All =
    [
        ("site?tab=zones", "tr[data-zone]"), ("site?tab=vehicles", "tr[data-vehicle]"), ("site?vehicle=alpha/shuttle-1", "[data-testid=vehicle-detail]"),
        ("live?vehicle=alpha/shuttle-1&signals=Vehicle.Speed&seconds=10", "[data-testid=plot] canvas"), ("history?vehicles=alpha/shuttle-1&signals=Vehicle.Speed", "[data-testid=plot] canvas"),
        ("runs", "main h1"), ("occupancy", "td.cell"), ("occupancy?view=timeline", ".track i"),
        ("occupancy?view=bookings", "[role=tabpanel] [role=status], [role=tabpanel] table"), ("system", "[data-testid=rate]"),
    ];

    /// <summary>Opens each, waits for what it shows, and does something there.</summary>
    /// <param name="view">Where.</param>
    /// <param name="look">Given the screen's link.</param>
    public static async Task VisitAsync(View view, Func<string, Task>? look = null)
    {
        foreach (var (link, shown) in All)
        {
            await view.GoAsync(link);
            await Assertions.Expect(view.Page.Locator(shown).First).ToBeVisibleAsync();
            if (look is not null)
                await look(link);
        }
    }
}
