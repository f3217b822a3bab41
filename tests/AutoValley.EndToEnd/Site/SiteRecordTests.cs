using System.Globalization;
using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;
using AutoValley.V1;

namespace AutoValley.EndToEnd.Site;

/// <summary>Who is where, who was, and the sums of it, for somebody at a command line: a drive over the ground's pads by an agent, a server, and <c>autovalley site</c>, each a process.</summary>
public sealed class SiteRecordTests
{
    private const string Vehicle = "acme/bench";
    private const long Second = 1_000_000_000;

    // Two pads side by side: west from 12.770 to 12.771, east from there to 12.772.
    private const string Map = """
        {"type":"FeatureCollection","name":"Ground","features":[
        {"type":"Feature","properties":{"name":"west","kind":"pad"},"geometry":{"type":"Polygon","coordinates":[[[12.77,57.78],[12.771,57.78],[12.771,57.782],[12.77,57.782],[12.77,57.78]]]}},
        {"type":"Feature","properties":{"name":"east","kind":"pad"},"geometry":{"type":"Polygon","coordinates":[[[12.771,57.78],[12.772,57.78],[12.772,57.782],[12.771,57.782],[12.771,57.78]]]}}
        ]}
        """;

    // Seconds ago and degrees: into the west, across to the east, and back to the west, where it stays. The last one is of now.
    private static readonly (int Ago, double Longitude)[] Drive = [(16, 12.7695), (15, 12.7702), (12, 12.7707), (9, 12.7713), (6, 12.7717), (3, 12.7706), (0, 12.7704)];

    private readonly long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds() * Second;

    [Fact]
    public async Task Record_OfADrive_IsListedWatchedSummedAndClearedAtTheCommandLine()
    {
        await using var server = await ServerUnderTest.StartAsync("--set", "Site:StaleAfter=500ms", "--set", "Site:LateAfter=1h", "--set", "Site:Dwell=0s");
        var map = Path.Combine(server.Folder, "ground.geojson");
        await File.WriteAllTextAsync(map, Map);
        await TextAsync(server, "site", "import", map, "--activate", "--by", "Erika");
        await using var watch = HostedProcess.Product("AutoValley.Cli", "site", "watch", "--every", "10ms", "-f", "csv", "--server", server.GrpcAddress);
        await watch.LineAsync("time,vehicle,zones");
        await ReplayAsync(server);

        string[][] expected = [[Time(15), Time(9), Time(9), "west", "2"], [Time(9), Time(3), Time(3), "east", "2"], [Time(3), "", Time(0), "west", "2"]];
        Assert.Equal(expected, await RowsAsync(server, [0, 1, 2, 4, 5], "site", "visits", "--vehicle", Vehicle));
        Assert.Equal(expected[1..2], await RowsAsync(server, [0, 1, 2, 4, 5], "site", "visits", "--organisation", "acme", "--zone", "east"));
        Assert.Empty(await RowsAsync(server, [0], "site", "visits", "--organisation", "beta"));

        // The watcher saw it come to its last place and fall silent there, which is no absence.
        await watch.LineAsync($"{Time(0)},{Vehicle},west,,silent,");
        Assert.Equal([[Time(0), Vehicle, "west", "silent"]], await RowsAsync(server, [0, 1, 2, 4], "site", "watch", "--once"));
        await using var nobody = Cli(server, "site", "clear", "--vehicle", "acme/none", "--reason", "towed", "--by", "Erika");
        Assert.Equal(1, await nobody.ExitCodeAsync());
        await TextAsync(server, "site", "clear", "--vehicle", Vehicle, "--reason", "towed away", "--by", "Erika");
        await watch.LineAsync($"{Vehicle},,,cleared,");
        Assert.Empty(await RowsAsync(server, [0], "site", "watch", "--once"));
        Assert.Contains("towed away", await TextAsync(server, "site", "audit"), StringComparison.Ordinal);
        // What it was is in the record as before.
        Assert.Equal(expected, await RowsAsync(server, [0, 1, 2, 4, 5], "site", "visits"));
        await CheckSumsAsync(server);
    }

    // A row's numbers are the sums of its visits, and these are those of the record, with its samples.
    private async Task CheckSumsAsync(ServerUnderTest server)
    {
        var visits = (await server.Site.ListVisitsAsync(new ListVisitsRequest())).Visits.ToLookup(visit => visit.Zone);
        var request = new GetUtilisationRequest { FromTime = now - (60 * Second), ToTime = now + (60 * Second), WithVisits = true };
        request.Groups.Add(UtilisationGroup.Vehicle);
        List<UtilisationRow> rows = [];
        using var call = server.Site.GetUtilisation(request);
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
            rows.AddRange(call.ResponseStream.Current.Rows);
        Assert.Equal(["east", "west"], rows.Select(row => row.Zone));
        foreach (var row in rows)
        {
            Assert.Equal(Vehicle, row.Vehicle);
            Assert.Equal(visits[row.Zone].Select(visit => (visit.EnterTime, visit.LastTime, visit.Samples)), row.VisitParts.Select(part => (part.FromTime, part.ToTime, part.Samples)));
            Assert.Equal(visits[row.Zone].Sum(visit => visit.LastTime - visit.EnterTime), (long)row.VehicleNanos);
            Assert.Equal((row.VehicleNanos, visits[row.Zone].Count()), (row.OccupiedNanos, (int)row.Visits));
        }
        Assert.Equal((ulong)(Drive.Length - 1), visits.Aggregate(0UL, (sum, zone) => sum + zone.Aggregate(0UL, (samples, visit) => samples + visit.Samples)));
    }

    private async Task ReplayAsync(ServerUnderTest server)
    {
        var log = Path.Combine(server.Folder, "drive.csv");
        await File.WriteAllLinesAsync(log, Drive.Select(fix => FormattableString.Invariant($"{(now / Second) - fix.Ago},57.781,{fix.Longitude},0")).Prepend("t_s,lat_deg,lon_deg,bearing_deg"));
        await using var agent = HostedProcess.Product(
            "AutoValley.Edge", "replay", "--gnss", log, "--speed", "max", "--vehicle", Vehicle, "--server", server.Mqtt, "--spool", Path.Combine(server.Folder, "spool"));
        await agent.SuccessAsync();
    }

    private string Time(int ago) => DateTimeOffset.FromUnixTimeSeconds((now / Second) - ago).ToString("yyyy-MM-dd'T'HH:mm:ss.'000000000Z'", CultureInfo.InvariantCulture);

    private static async Task<string[][]> RowsAsync(ServerUnderTest server, int[] columns, params string[] arguments) =>
        [.. (await TextAsync(server, [.. arguments, "-f", "csv"])).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line.Split(',')).Select(row => columns.Select(column => row[column]).ToArray())];

    private static async Task<string> TextAsync(ServerUnderTest server, params string[] arguments)
    {
        await using var cli = Cli(server, arguments);
        return await cli.SuccessAsync();
    }

    private static HostedProcess Cli(ServerUnderTest server, params string[] arguments) =>
        HostedProcess.Product("AutoValley.Cli", [.. arguments, "--server", server.GrpcAddress]);
}
