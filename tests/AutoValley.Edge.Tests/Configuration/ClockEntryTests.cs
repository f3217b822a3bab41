using System.Net;
using System.Text.Json;
using AutoValley.Edge.Clock.Live;
using AutoValley.Edge.Configuration;

namespace AutoValley.Edge.Tests.Configuration;

public sealed class ClockEntryTests
{
    private readonly List<string> errors = [];

    [Theory]
    [InlineData("""{ }""", "127.0.0.1:323", "/var/run/ptp4l", 0)]
    [InlineData("""{ "clock": { } }""", "127.0.0.1:323", "/var/run/ptp4l", 0)]
    [InlineData("""{ "clock": { "chrony": "10.0.0.1:324", "ptp": "/run/ptp", "ptpDomain": 44 } }""", "10.0.0.1:324", "/run/ptp", 44)]
    public void Read_Entry_SaysWhoIsAsked(string json, string chrony, string ptp, byte domain)
    {
        Assert.Equal(new ClockOptions { Chrony = IPEndPoint.Parse(chrony), Ptp = ptp, PtpDomain = domain }, Read(json));
        Assert.Empty(errors);
        Assert.Equal([$"chrony {chrony}", $"ptp4l {ptp}", "kernel"], Read(json).Witnesses(TimeProvider.System).Select(witness => witness.Name));
    }

    [Fact]
    public void Read_WrongEntry_TellsAll()
    {
        Read("""{ "clock": { "chrony": "here", "ptp": 7, "ptpDomain": 128, "gps": 1 } }""");
        string[] expected =
        [
            "clock.chrony is 'here', not ADDRESS:PORT as 127.0.0.1:9000 or [::1]:9000", "clock.gps is unknown; known here: chrony, ptp, ptpDomain",
            "clock.ptp is Number, not a text", "clock.ptpDomain is 128, not 0 to 127",
        ];
        Assert.Equal(expected, errors.Order());
    }

    private ClockOptions Read(string json) => ClockEntry.Read(new ConfigurationObject(JsonDocument.Parse(json).RootElement.Clone(), "", errors));
}
