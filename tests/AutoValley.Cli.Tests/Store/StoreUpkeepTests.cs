using AutoValley.V1;

namespace AutoValley.Cli.Tests.Store;

public sealed class StoreUpkeepTests : CommandTests
{
    private readonly VerifyProgress totals = new() { Files = 3, Chunks = 20, Samples = 1_000, JournalRecords = 4 };

    [Fact]
    public async Task Verify_NothingDamaged_IsDone()
    {
        Server.Store.VerifyParts.AddRange([new VerifyResponse { Progress = new VerifyProgress { File = "catalog.db" } }, new VerifyResponse { End = totals }]);
        Assert.Equal("file,vehicle,signal,chunk,first,last,reason\n", await OutputOfAsync("store verify -f csv"));
        Assert.Equal("autovalley: 3 files, 20 chunks, 1,000 samples, 4 journal records read; 0 damaged\n", Error);
    }

    [Fact]
    public async Task Verify_Damage_IsNamedWithCode1()
    {
        totals.Findings = 2;
        Server.Store.VerifyParts.AddRange(
        [
            new VerifyResponse { Finding = new VerifyFinding { File = "catalog.db", Reason = "structure: page 3" } },
            new VerifyResponse
            {
                Finding = new VerifyFinding
                {
                    File = "telemetry-2026-11-22.db", Vehicle = "default/car1", Signal = "Vehicle.Speed", Chunk = 7, FirstTime = Second(0),
                    LastTime = Second(1), Reason = "check sum",
                },
            },
            new VerifyResponse { End = totals },
        ]);
        Assert.Equal(1, await RunAsync("store verify -f csv"));
        Assert.Equal(
            "file,vehicle,signal,chunk,first,last,reason\ncatalog.db,,,,,,structure: page 3\n"
            + "telemetry-2026-11-22.db,default/car1,Vehicle.Speed,7,2026-11-22T10:00:00.000000000Z,2026-11-22T10:00:01.000000000Z,check sum\n", Output);
        Assert.EndsWith("autovalley: 2 things are damaged; the rest can be read\n", Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_StreamThatEndsTooEarly_Fails()
    {
        Server.Store.VerifyParts.Add(new VerifyResponse { Progress = totals });
        Assert.Equal(1, await RunAsync("store verify"));
        Assert.Equal("autovalley: the server ended the verification too early\n", Error);
    }

    [Fact]
    public async Task Compact_Days_AreRowsOnceDone()
    {
        var midnight = Second(0) - (Second(0) % 86_400_000_000_000);
        Server.Store.CompactSteps.AddRange(
        [
            new CompactResponse { Day = midnight, BytesBefore = 900, Bytes = 950 },
            new CompactResponse { Day = midnight, BytesBefore = 900, Bytes = 400, Done = true },
        ]);
        Assert.Equal("day\tbytes_before\tbytes\n2026-11-22\t900\t400\n", await DoneAsync("store compact"));
    }
}
