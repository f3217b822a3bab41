using System.Text.Json;
using Microsoft.Playwright;

namespace AutoValley.Dashboard.Tests.Browser;

/// <summary>What a page holds after its garbage was collected, as the browser counts it.</summary>
/// <param name="HeapBytes">Of objects of scripts.</param>
/// <param name="Nodes">Of documents, also those that are in none any more but held.</param>
/// <param name="Listeners">Of events.</param>
/// <param name="Promises">Settled or not.</param>
public sealed record PageCost(double HeapBytes, double Nodes, double Listeners, int Promises)
{
    public static async Task<PageCost> MeasureAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Performance.enable");
        // What a first collection finalises a second one frees.
        for (var round = 0; round < 3; round++)
            await session.SendAsync("HeapProfiler.collectGarbage");
        var answer = (await session.SendAsync("Performance.getMetrics"))!.Value;
        var values = answer.GetProperty("metrics").EnumerateArray().ToDictionary(one => one.GetProperty("name").GetString()!, one => one.GetProperty("value").GetDouble());
        var promises = await CountAsync(session, "Promise.prototype");
        await session.DetachAsync();
        return new PageCost(values["JSHeapUsedSize"], values["Nodes"], values["JSEventListeners"], promises);
    }

    private static async Task<int> CountAsync(ICDPSession session, string prototype)
    {
        const string Group = "counted";
        var made = await session.SendAsync("Runtime.evaluate", new() { ["expression"] = prototype, ["objectGroup"] = Group });
        var found = await session.SendAsync("Runtime.queryObjects", new() { ["prototypeObjectId"] = made!.Value.GetProperty("result").GetProperty("objectId").GetString()!, ["objectGroup"] = Group });
        var count = await session.SendAsync("Runtime.callFunctionOn", new()
        {
            ["functionDeclaration"] = "function () { return this.length }", ["objectId"] = found!.Value.GetProperty("objects").GetProperty("objectId").GetString()!, ["returnByValue"] = true,
        });
        await session.SendAsync("Runtime.releaseObjectGroup", new() { ["objectGroup"] = Group });
        return count!.Value.GetProperty("result").GetProperty("value").GetInt32();
    }
}
