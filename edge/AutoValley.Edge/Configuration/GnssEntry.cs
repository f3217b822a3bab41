using AutoValley.Edge.Linux;
using AutoValley.Edge.Sources.Gnss.Live;
using AutoValley.Edge.Uplink;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Configuration;

/// <summary>
/// A source of kind <c>gnss</c>: a receiver of NMEA 0183, <c>{ "device": "/dev/ttyUSB0", "baud": 115200 }</c> or <c>{ "connect": "127.0.0.1:2947", "gpsd": true }</c>.
/// </summary>
internal static class GnssEntry
{
    // What NMEA 0183 asks for is 4,800; receivers of today begin with twice that.
    private const int DefaultSpeed = 9_600;

    /// <summary>The source; null, and errors noted, when the entry is wrong.</summary>
    public static GnssLiveSource? Read(ConfigurationObject entry, TimeProvider clock, ILoggerFactory loggers)
    {
        var (device, connect, isGpsd, speed) = (entry.Text("device"), entry.Text("connect"), entry.Flag("gpsd"), entry.Number("baud", 0, int.MaxValue));
        if (device is null == connect is null)
            entry.Fail("", "needs either \"device\": \"/dev/…\" or \"connect\": \"HOST:PORT\"");
        else if (device is not null)
            return Device(entry, device, isGpsd, (int)(speed ?? DefaultSpeed)) ? new(device, _ => Open(device, (int)(speed ?? DefaultSpeed)), clock, loggers) : null;
        else if (speed is not null)
            entry.Fail("baud", "is of a device, not of a connection");
        else if (!ServerAddress.TryParse(connect, out var address))
            entry.Fail("connect", $"is '{connect}', not HOST:PORT");
        else
            return new GnssLiveSource(address.ToString(), stop => ReceiverConnection.OpenAsync(address, isGpsd, clock, stop), clock, loggers);
        return null;
    }

    private static Task<Stream> Open(string device, int speed) => Task.FromResult<Stream>(SerialStream.Open(device, speed));

    private static bool Device(ConfigurationObject entry, string device, bool isGpsd, int speed)
    {
        if (device.Length == 0)
            entry.Fail("device", "is empty");
        if (isGpsd)
            entry.Fail("gpsd", "is of a connection, not of a device");
        if (!Terminal.KnownSpeeds.Contains(speed))
            entry.Fail("baud", $"is {speed}, not one of {string.Join(", ", Terminal.KnownSpeeds)}");
        return device.Length > 0 && !isGpsd && Terminal.KnownSpeeds.Contains(speed);
    }
}
