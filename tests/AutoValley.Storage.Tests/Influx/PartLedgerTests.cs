using AutoValley.Storage.Influx;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Tests.Influx;

/// <summary>Sessions come and go for as long as a server runs: what is remembered of them is bounded, and forgetting changes no part that matters.</summary>
public sealed class PartLedgerTests : IAsyncLifetime
{
    private const int Remembered = 2;

    private readonly TestStore test = new();
    private readonly List<string> asked = [];
    private readonly Dictionary<SessionId, ulong> stored = [];
    private FakeInflux influx = null!;
    private InfluxClient client = null!;
    private PartLedger ledger = null!;
    private Session[] sessions = [];

    public async Task InitializeAsync()
    {
        influx = await FakeInflux.StartAsync();
        influx.Query = Answer;
        var options = new InfluxStoreOptions { Url = influx.Url, Org = "track", Bucket = "av", Token = "secret" };
        client = new InfluxClient(options, TimeProvider.System, new InfluxPace(options, TimeProvider.System));
        ledger = new PartLedger(client, test.Catalogue, Remembered);
        ledger.Attach(test.Catalogue);
        sessions = [.. Enumerable.Range(0, Remembered + 1).Select(_ => test.Vehicle.NewSession())];
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await test.DisposeAsync();
        Assert.Empty(influx.Faults);
        await influx.DisposeAsync();
    }

    [Fact]
    public async Task Clear_TooManySessions_ForgetsThoseThatTheSegmentHadNothingOf()
    {
        foreach (var session in sessions)
            await WriteAsync(session, 1, 2);
        ledger.Clear(mayForget: true);
        await WriteAsync(sessions[0], 3, 4);
        Assert.Equal(sessions.Length, asked.Count);
        ledger.Clear(mayForget: true);
        await WriteAsync(sessions[0], 5, 6);
        Assert.Equal(sessions.Length, asked.Count);
        // A session that comes again goes on with its part, as InfluxDB and the table tell.
        Assert.Equal(1ul, await ChooseAsync(sessions[1], 3));
        Assert.Equal(sessions.Length + 1, asked.Count);
    }

    [Fact]
    public async Task Clear_WhileSomebodyReadsWhatIsOlder_ForgetsNothing()
    {
        foreach (var session in sessions)
            await WriteAsync(session, 1, 2);
        for (var segment = 0; segment < 2; segment++)
        {
            ledger.Clear(mayForget: false);
            Assert.Equal(new SequenceRange(1, 2), PieceOf(sessions[1]).Batches);
        }
        ledger.Clear(mayForget: true);
        Assert.Equal(new SequenceRange(1, 1), PieceOf(sessions[1]).Batches);
    }

    [Fact]
    public async Task Clear_PartWhoseRequestMayBeStoredYet_IsNotGoneOnWithAfterwards()
    {
        foreach (var session in sessions)
            await WriteAsync(session, 1, 2);
        ledger.Close([(sessions[1].Id, 1)]);
        ledger.Clear(mayForget: true);
        ledger.Clear(mayForget: true);
        await WriteAsync(sessions[1], 3, 4);
        Assert.Equal(3ul, stored[sessions[1].SessionId]);
        Assert.Equal(3ul, await ChooseAsync(sessions[1], 5));
    }

    // All of a segment: InfluxDB has it, and the table notes it.
    private async Task WriteAsync(Session session, ulong first, ulong last)
    {
        var batches = new SequenceRange(first, last);
        var part = await ChooseAsync(session, first);
        ledger.Begin(session, batches, part);
        stored[session.SessionId] = part;
        var ranges = test.Catalogue.LoadWatermark(session.Id);
        ranges.Add(batches);
        test.Catalogue.SaveWatermarks(1, new Dictionary<int, SequenceRanges> { [session.Id] = ranges }, []);
    }

    private ValueTask<ulong> ChooseAsync(Session session, ulong first) => ledger.ChooseAsync(session, new SequenceRange(first, first), mayExtend: true, default);

    private PartPiece PieceOf(Session session) =>
        ledger.PieceOf(session.Vehicle, (session.SessionId.ToString(), "1"), new Samples(new long[] { 1 }, Values.Of(new[] { 1.0 })));

    private Answer? Answer(string statement)
    {
        asked.Add(statement);
        var known = stored.Where(one => statement.Contains(one.Key.ToString(), StringComparison.Ordinal)).Select(one => $"""["part","{one.Value}"]""");
        return new(200, $$"""{"results":[{"statement_id":0,"series":[{"name":"telemetry","columns":["key","value"],"values":[{{string.Join(',', known)}}]}]}]}""");
    }
}
