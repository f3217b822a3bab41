using AutoValley.Edge.Clock.Live;

namespace AutoValley.Edge.Configuration;

/// <summary>Reads <c>"clock": { "chrony": "127.0.0.1:323", "ptp": "/var/run/ptp4l", "ptpDomain": 0 }</c>, all of which may be left out.</summary>
internal static class ClockEntry
{
    /// <summary>What the file says; errors are noted in it.</summary>
    public static ClockOptions Read(ConfigurationObject file)
    {
        var options = new ClockOptions();
        if (file.Object("clock") is not { } clock)
            return options;
        options = new ClockOptions
        {
            Chrony = clock.Address("chrony") ?? options.Chrony,
            Ptp = clock.Text("ptp") ?? options.Ptp,
            PtpDomain = (byte)(clock.Number("ptpDomain", 0, 127) ?? options.PtpDomain),
        };
        clock.RefuseUnknown();
        return options;
    }
}
