using AutoValley.V1;
using Google.Protobuf;

namespace AutoValley.Cli.Tests.Commands;

/// <summary>vehicles, signals, latest, status, dead-letters.</summary>
public sealed class ListingTests : CommandTests
{
    [Fact]
    public async Task Vehicles_Pipe_GetsPlainText()
    {
        Server.Fleet.Vehicles.Add(new() { Name = "acme/car1", State = VehicleState.Online, SignalCount = 284, LastEventTime = Second(0), LastReceiveTime = Second(0.5) });
        Server.Fleet.Vehicles.Add(new() { Name = "acme/car2" });
        Assert.Equal(
            "vehicle\tstate\tsignals\tnewest_sample\tlast_received\n" +
            "acme/car1\tonline\t284\t2026-11-22T10:00:00.000000000Z\t2026-11-22T10:00:00.500000000Z\n" +
            "acme/car2\tunknown\t0\t\t\n",
            await DoneAsync("vehicles --organisation acme"));
        Assert.Equal("acme", Server.Fleet.Listed!.Organisation);
    }

    [Fact]
    public async Task Vehicles_Terminal_GetsATable()
    {
        OutputIsTerminal = true;
        Server.Fleet.Vehicles.Add(new() { Name = "acme/car1", State = VehicleState.Offline, SignalCount = 3 });
        Assert.Equal(
            """
            ╭───────────┬─────────┬─────────┬───────────────┬───────────────╮
            │ vehicle   │ state   │ signals │ newest_sample │ last_received │
            ├───────────┼─────────┼─────────┼───────────────┼───────────────┤
            │ acme/car1 │ offline │       3 │               │               │
            ╰───────────┴─────────┴─────────┴───────────────┴───────────────╯

            """,
            (await DoneAsync("vehicles")).ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("car1", "default/car1")]
    [InlineData("acme/car1", "acme/car1")]
    public async Task Signals_VehicleAlone_IsOfTheDefaultOrganisation(string written, string meant)
    {
        Server.Fleet.Signals[meant] = [new() { Name = "Vehicle.Speed", Type = SignalType.Double, Unit = "km/h", Description = "Over ground" }];
        Assert.Equal("signal,type,unit,description\nVehicle.Speed,double,km/h,Over ground\n", await DoneAsync($"signals --vehicle {written} -f csv"));
    }

    [Fact]
    public async Task Latest_Pattern_AsksForTheNamesAndAddsUnitAndAge()
    {
        Server.Fleet.Signals["default/car1"] = [new() { Name = "A.X", Unit = "m" }, new() { Name = "A.Y" }, new() { Name = "B" }];
        Server.Fleet.Latest.Add(new() { Signal = "A.X", Time = Second(58.5), Value = new Value { Integer = long.MinValue }, AgeNanos = 1_500_000_123 });
        Server.Fleet.Latest.Add(new() { Signal = "B", Time = Second(58), Value = new Value { Text = "no" } });
        Assert.Equal(
            "{\"signal\":\"A.X\",\"value\":-9223372036854775808,\"unit\":\"m\",\"time\":\"2026-11-22T10:00:58.500000000Z\",\"age_s\":1.5}\n",
            await DoneAsync("latest -v car1 -s A.* --format json"));
        Assert.Equal(["A.X", "A.Y"], Server.Fleet.LatestAsked!.Signals);
    }

    [Fact]
    public async Task Listings_InPages_AreReadToTheEnd()
    {
        Server.Fleet.PageSize = 2;
        Server.Fleet.Vehicles.AddRange(Enumerable.Range(1, 5).Select(number => new Vehicle { Name = $"acme/{number}" }));
        Server.Fleet.Signals["default/car1"] = [.. Enumerable.Range(1, 5).Select(number => new Signal { Name = $"S{number}" })];
        Server.Fleet.Latest.AddRange(Enumerable.Range(1, 5).Select(number => new LatestSample { Signal = $"S{number}", Value = new() }));
        foreach (var command in new[] { "vehicles", "signals -v car1", "latest -v car1" })
            await DoneAsync($"{command} -f csv");
        Assert.Equal(3 * (1 + 5), Output.Count(letter => letter == '\n'));
    }

    [Fact]
    public async Task Status_Counters_AreFields()
    {
        Server.Fleet.Status = new()
        {
            Version = "0.1.0", Ready = true, StartTime = Second(0), SamplesAccepted = ulong.MaxValue, SealLagNanos = 1_500_000_000,
            Rejected = { ["limit"] = 2, ["checksum"] = 3 },
        };
        var output = await DoneAsync("status");
        Assert.StartsWith("field\tvalue\nversion\t0.1.0\nstarted\t2026-11-22T10:00:00.000000000Z\nready\ttrue\n", output, StringComparison.Ordinal);
        Assert.Contains("rejected\t5\nrejected_checksum\t3\nrejected_limit\t2\nsamples_accepted\t18446744073709551615\n", output, StringComparison.Ordinal);
        Assert.Contains("seal_lag_s\t1.5\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeadLetters_ForPeople_ShowTheFirstBytesAndTheTotal()
    {
        Server.Ingest.DeadLetters = DeadLetters();
        Assert.Equal(0, await RunAsync("dead-letters --vehicle car1 --limit 2"));
        Assert.Equal(
            "id\treceived\tvehicle\ttopic\treason\tdetail\tbytes\tpayload\n" +
            "2\t2026-11-22T10:00:00.000000000Z\tdefault/car1\tt\tmalformed\tno JSON\t30\t{\"ts\": 1, \"Vehicle.Speed…\n" +
            "1\t2026-11-22T10:00:00.000000000Z\tdefault/car1\tt\tchecksum\t\t2\t00ff\n",
            Output);
        Assert.Equal("2 of 7 ever counted\n", Error);
        Assert.Equal(("default/car1", 2u), (Server.Ingest.Listed!.Vehicle, Server.Ingest.Listed.Limit));
    }

    [Fact]
    public async Task DeadLetters_ForPrograms_CarryAllBytes()
    {
        Server.Ingest.DeadLetters = DeadLetters();
        Assert.EndsWith("checksum,,2,AP8=\n", await DoneAsync("dead-letters --format csv"), StringComparison.Ordinal);
    }

    private static ListDeadLettersResponse DeadLetters() => new()
    {
        Total = 7,
        DeadLetters =
        {
            new DeadLetter
            {
                Id = 2, Vehicle = "default/car1", Topic = "t", Reason = "malformed", Detail = "no JSON", ReceiveTime = Second(0),
                PayloadLength = 30, Payload = ByteString.CopyFromUtf8("{\"ts\": 1, \"Vehicle.Speed\": 12"),
            },
            new DeadLetter
            {
                Id = 1, Vehicle = "default/car1", Topic = "t", Reason = "checksum", ReceiveTime = Second(0),
                PayloadLength = 2, Payload = ByteString.CopyFrom(0, 255),
            },
        },
    };
}
