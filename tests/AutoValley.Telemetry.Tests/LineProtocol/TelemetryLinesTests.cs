using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Telemetry.Tests.LineProtocol;

public class TelemetryLinesTests
{
    [Theory]
    [InlineData("Vehicle.Speed", SignalType.Double, "Vehicle.Speed")]
    [InlineData("Vehicle.Speed", SignalType.Integer, "Vehicle.Speed:integer")]
    [InlineData("time", SignalType.Double, "time:double")]
    [InlineData("Time", SignalType.Double, "Time:double")]
    [InlineData("vehicle", SignalType.Double, "vehicle:double")]
    [InlineData("session", SignalType.Double, "session:double")]
    [InlineData("part", SignalType.Double, "part:double")]
    [InlineData("organisation", SignalType.Double, "organisation:double")]
    [InlineData("time", SignalType.Text, "time:text")]
    public void FieldOf_NameAndType_IsReadBack(string signal, SignalType type, string field)
    {
        Assert.Equal(field, TelemetryLines.FieldOf(signal, type));
        Assert.Equal(signal, TelemetryLines.SignalOf(field, type, out var isBits) ?? field);
        Assert.False(isBits);
    }

    [Theory]
    [InlineData("Vehicle.Speed:double")]
    [InlineData("time:double:double")]
    public void SignalOf_SuffixBehindANameThatIsNotReserved_IsNone(string field) =>
        Assert.Null(TelemetryLines.SignalOf(field, SignalType.Double, out _));
}
