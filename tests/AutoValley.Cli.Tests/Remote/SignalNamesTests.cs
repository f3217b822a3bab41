using AutoValley.Cli.Remote;
using AutoValley.V1;

namespace AutoValley.Cli.Tests.Remote;

public sealed class SignalNamesTests
{
    private static readonly Signal[] Signals =
        [.. new[] { "CAN.A.SPEED", "CAN.A.TORQUE", "CAN.B.SPEED", "Vehicle.Speed" }.Select(name => new Signal { Name = name })];

    [Theory]
    [InlineData("", "CAN.A.SPEED CAN.A.TORQUE CAN.B.SPEED Vehicle.Speed")]
    [InlineData("Vehicle.Speed", "Vehicle.Speed")]
    [InlineData("Vehicle.*", "Vehicle.Speed")]
    [InlineData("CAN.*.SPEED", "CAN.A.SPEED CAN.B.SPEED")]
    [InlineData("*.SPEED CAN.*", "CAN.A.SPEED CAN.B.SPEED CAN.A.TORQUE")]
    [InlineData("CAN.?.TORQUE Vehicle.Speed", "CAN.A.TORQUE Vehicle.Speed")]
    public void Select_Patterns_ChooseInTheirOrder(string patterns, string names) =>
        Assert.Equal(names.Split(' '), SignalNames.Select("a/b", Signals, Words(patterns)).Select(signal => signal.Name));

    [Theory]
    [InlineData("Vehicle.Sped")]
    [InlineData("CAN.A.SPEED vehicle.*")]
    public void Select_NoMatch_SaysWhereToLook(string patterns)
    {
        var failure = Assert.Throws<CommandException>(() => SignalNames.Select("a/b", Signals, Words(patterns)));
        Assert.Equal($"a/b has no signal {Words(patterns)[^1]}; see: autovalley signals --vehicle a/b", failure.Message);
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
