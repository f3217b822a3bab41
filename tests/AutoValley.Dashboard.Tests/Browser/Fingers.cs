using Microsoft.Playwright;

namespace AutoValley.Dashboard.Tests.Browser;

/// <summary>Fingers on a touch screen: the browser makes of them what it makes of a person's, scrolling and zooming of its own too.</summary>
internal sealed class Fingers(ICDPSession session)
{
    private const int Steps = 12;

    public static async Task<Fingers> OnAsync(IPage page) => new(await page.Context.NewCDPSessionAsync(page));

    /// <summary>Puts fingers down and moves each on a line, all at the same time, and takes them away. Pixels of the window.</summary>
    public async Task MoveAsync(params (double FromX, double FromY, double ToX, double ToY)[] lines)
    {
        await SendAsync("touchStart", lines, 0);
        for (var step = 1; step <= Steps; step++)
            await SendAsync("touchMove", lines, (double)step / Steps);
        await SendAsync("touchEnd", [], 1);
    }

    private async Task SendAsync(string type, (double FromX, double FromY, double ToX, double ToY)[] lines, double share) =>
        await session.SendAsync("Input.dispatchTouchEvent", new Dictionary<string, object>
        {
            ["type"] = type,
            ["touchPoints"] = lines.Select((line, id) => new Dictionary<string, object>
            {
                ["x"] = line.FromX + ((line.ToX - line.FromX) * share), ["y"] = line.FromY + ((line.ToY - line.FromY) * share), ["id"] = id,
            }).ToArray(),
        });
}
