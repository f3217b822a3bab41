using AutoValley.V1;
using Google.Protobuf;
using Column = AutoValley.V1.Column;

namespace AutoValley.Cli.Tests.Query;

public sealed class AlignTests : CommandTests
{
    public AlignTests()
    {
        Server.Fleet.Signals["default/car1"] = [new() { Name = "A.X", Type = SignalType.Double }, new() { Name = "B", Type = SignalType.Text }];
        Server.Fleet.Signals["acme/car2"] = [new() { Name = "A.X", Type = SignalType.Double }];
    }

    [Fact]
    public async Task Align_Csv_HasAColumnASignalAndNothingWhereThereIsNoValue()
    {
        Server.Query.OnAlign = _ => [Answer(0, "default/car1"), Answer(2, "default/car1")];
        Assert.Equal(
            """
            time,A.X,B
            2026-11-22T10:00:00.000000000Z,0,a
            2026-11-22T10:00:01.000000000Z,0.5,
            2026-11-22T10:00:02.000000000Z,0,a
            2026-11-22T10:00:03.000000000Z,0.5,

            """,
            await DoneAsync("align -v car1 -s A.X,B --from -1m --every 1s --method nearest --max-age 2s -f csv"));
        var asked = Assert.Single(Server.Query.Aligns);
        Assert.Equal(["default/car1"], asked.Vehicles);
        Assert.Equal(["A.X", "B"], asked.Signals);
        Assert.Equal((AlignMethod.Nearest, 1_000_000_000UL, 2_000_000_000UL), (asked.Method, asked.EveryNanos, asked.MaximumAgeNanos));
        Assert.Equal((Second(0), Second(60)), (asked.Span.From, asked.Span.To));
    }

    [Fact]
    public async Task Align_FleetJson_NamesTheVehicles()
    {
        Server.Query.OnAlign = _ => [Answer(0, "acme/car2")];
        Assert.StartsWith(
            "{\"time\":\"2026-11-22T10:00:00.000000000Z\",\"default/car1:A.X\":0,\"acme/car2:B\":\"a\"}\n"
            + "{\"time\":\"2026-11-22T10:00:01.000000000Z\",\"default/car1:A.X\":0.5,\"acme/car2:B\":null}\n",
            await DoneAsync("align -v car1,acme/car2 --from 0 --clock A.X -f json"), StringComparison.Ordinal);
        var asked = Assert.Single(Server.Query.Aligns);
        Assert.Empty(asked.Signals);
        Assert.Equal(("default/car1", "A.X", AlignMethod.Previous), (asked.ClockSignal.Vehicle, asked.ClockSignal.Signal, asked.Method));
    }

    [Fact]
    public async Task Align_NothingThere_SaysSoAndIsDone()
    {
        Assert.Equal(0, await RunAsync("align -v car1 --from 0 --every 1s"));
        Assert.Equal(("", "autovalley: no rows there\n"), (Output, Error));
    }

    [Theory]
    [InlineData("align -v car1 --from 0", "which clock? give --every, or --clock")]
    [InlineData("align -v car1 --from 0 --every 1s --clock A.X", "which clock? give --every, or --clock")]
    [InlineData("align --from 0 --every 1s", "which vehicle? give --vehicle, or --run")]
    public async Task Align_WrongUse_IsTold(string line, string told)
    {
        Assert.Equal(2, await RunAsync(line));
        Assert.Equal(("", $"autovalley: {told}\n"), (Output, Error));
    }

    // Two rows, a second apart; the text has no value in the second.
    private static AlignResponse Answer(int second, string secondVehicle) => new()
    {
        BaseTime = Second(second),
        Times = new TimeBase { Plain = new() { Deltas = { 0, 1_000_000_000 } } },
        Columns =
        {
            new AlignedColumn { Vehicle = "default/car1", Signal = "A.X", Column = new Column { Doubles = new() { Values = { 0, 0.5 } } } },
            new AlignedColumn
            {
                Vehicle = secondVehicle, Signal = "B", Column = new Column { Texts = new() { Values = { "a", "" } } }, Present = ByteString.CopyFrom(1),
            },
        },
    };
}
