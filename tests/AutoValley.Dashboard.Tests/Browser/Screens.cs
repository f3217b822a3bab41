using Microsoft.Playwright;

namespace AutoValley.Dashboard.Tests.Browser;

/// <summary>All screens of the page, over the demo's vehicles.</summary>
internal static class Screens
{
    public static IReadOnlyList<Screen> All { get; } =
    [
        new("site?tab=zones", "tr[data-zone]"), new("site?tab=vehicles", "tr[data-vehicle]"), new("site?vehicle=alpha/shuttle-1", "[data-testid=vehicle-detail]"),
        new("live?vehicle=alpha/shuttle-1&signals=Vehicle.Speed&seconds=10", "[data-testid=plot] canvas"), new("history?vehicles=alpha/shuttle-1&signals=Vehicle.Speed", "[data-testid=plot] canvas"),
        new("runs", "main h1"), new("occupancy", "td.cell"), new("occupancy?view=timeline", ".track i"),
        new("occupancy?view=bookings", "[role=tabpanel] [role=status], [role=tabpanel] table"), new("system", "[data-testid=rate]"),
    ];

    /// <summary>Opens each, waits for what it shows, and does something there.</summary>
    /// <param name="view">Where.</param>
    /// <param name="look">Given the screen's link.</param>
    public static async Task VisitAsync(View view, Func<string, Task>? look = null)
    {
        foreach (var screen in All)
        {
            await view.GoAsync(screen.Link);
            await screen.IsShownAsync(view);
            if (look is not null)
                await look(screen.Link);
        }
    }
}

/// <param name="Link">How it is reached.</param>
/// <param name="Shown">What is there when it has loaded what it shows, as a selector.</param>
internal sealed record Screen(string Link, string Shown)
{
    public Task IsShownAsync(View view) => Assertions.Expect(view.Page.Locator(Shown).First).ToBeVisibleAsync();
}
