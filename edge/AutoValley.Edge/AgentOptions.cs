using System.Net;
using AutoValley.Edge.Clock;
using AutoValley.Edge.Spool;
using AutoValley.Edge.Uplink;
using AutoValley.Mqtt;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Edge;

/// <summary>One vehicle's agent: who it is, where it publishes, and what it may use.</summary>
public sealed record AgentOptions
{
    /// <summary>Smallest spool: eight segments, of which the oldest goes when it is full.</summary>
    public const long MinimumSpoolBytes = 32L << 20;

    /// <summary>Largest batch, before encoding; the server takes 4 MiB.</summary>
    public const int MaximumBatchBytes = 2 << 20;

    /// <summary>The vehicle; also names the MQTT client and the topics.</summary>
    public required VehicleName Vehicle { get; init; }

    /// <summary>The server's MQTT port, as host:port.</summary>
    public string Server { get; init; } = "127.0.0.1:1883";

    /// <summary>Folder of unacknowledged batches; one agent and one vehicle each. Created when absent.</summary>
    public required string SpoolFolder { get; init; }

    /// <summary>Most bytes of the spool; the oldest batches go when it is full. A vehicle at 5,000 samples/s writes about 100 MB an hour.</summary>
    public long SpoolMaximumBytes { get; init; } = 1L << 30;

    /// <summary>Batches that wait longer go; null to keep them as long as there is room.</summary>
    public TimeSpan? SpoolMaximumAge { get; init; }

    /// <summary>Most bytes of durable batches that the spool keeps to send them again when asked to; a part of <see cref="SpoolMaximumBytes"/>.</summary>
    public long SpoolArchiveBytes { get; init; }

    /// <summary>When the spool is forced to the disk.</summary>
    public SpoolSync SpoolSync { get; init; } = SpoolSync.Interval;

    /// <summary>The interval of <see cref="Spool.SpoolSync.Interval"/>, and of writing down what was acknowledged.</summary>
    public TimeSpan SpoolInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A batch closes when its oldest sample has waited so long.</summary>
    public TimeSpan BatchAge { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>A batch closes at this size before encoding: 8 bytes a time, double and integer, 1 a boolean, the bytes of a text.</summary>
    public int BatchBytes { get; init; } = 256 * 1024;

    /// <summary>Bytes of the buffer for samples before a trigger of a collection scheme, made when a scheme needs it.</summary>
    public int CollectingBufferBytes { get; init; } = 8 << 20;

    /// <summary>Most bytes of batches a second, so that others have a part of the link; null for no limit.</summary>
    public long? UplinkBytesPerSecond { get; init; }

    /// <summary>Most bytes a second of batches that waited while the vehicle was offline; null for as many as hold up no live batch.</summary>
    public long? BacklogBytesPerSecond { get; init; }

    /// <summary>Where displays for the driver connect; null for none.</summary>
    public IPEndPoint? DriverAddress { get; init; }

    /// <summary>For the server's MQTT port.</summary>
    public string? UserName { get; init; }

    /// <summary>For the server's MQTT port.</summary>
    public string? Password { get; init; }

    /// <summary>How to do TLS with the server; null for plain text.</summary>
    public MqttTlsOptions? Tls { get; init; }

    /// <summary>What the samples' times come from; sent with each batch.</summary>
    public IVehicleClock Clock { get; init; } = new StatedClock(ClockSource.System);

    /// <summary>A run to start with the first sample and to stop after the last; null for none.</summary>
    public string? Run { get; init; }

    /// <summary>All that is wrong with the options, one line each; empty when nothing is.</summary>
    public IReadOnlyList<string> Errors()
    {
        var errors = new List<string>();
        if (!ServerAddress.TryParse(Server, out _))
            errors.Add($"server '{Server}': not host:port");
        if (string.IsNullOrWhiteSpace(SpoolFolder))
            errors.Add("spool folder: missing");
        if (SpoolMaximumBytes < MinimumSpoolBytes)
            errors.Add($"spool size {SpoolMaximumBytes}: less than {MinimumSpoolBytes} bytes");
        if (SpoolMaximumAge < TimeSpan.FromMinutes(1))
            errors.Add($"spool age {SpoolMaximumAge}: less than a minute");
        if (SpoolArchiveBytes < 0 || SpoolArchiveBytes > SpoolMaximumBytes / 2)
            errors.Add($"spool archive {SpoolArchiveBytes}: not 0 to half of the spool's {SpoolMaximumBytes} bytes");
        if (BatchBytes is < 1 or > MaximumBatchBytes)
            errors.Add($"batch size {BatchBytes}: not 1 to {MaximumBatchBytes} bytes");
        if (BatchAge <= TimeSpan.Zero || BatchAge > TimeSpan.FromMinutes(1))
            errors.Add($"batch age {BatchAge}: not more than 0 and at most a minute");
        if (SpoolInterval < TimeSpan.FromMilliseconds(10) || SpoolInterval > TimeSpan.FromHours(1))
            errors.Add($"spool interval {SpoolInterval}: not 10 ms to an hour");
        if (CollectingBufferBytes is < 64 << 10 or > 1 << 30)
            errors.Add($"collecting buffer {CollectingBufferBytes}: not 64 KiB to 1 GiB");
        if (Run is not null && !Names.IsName(Run, RunCommand.MaximumNameLength))
            errors.Add($"run '{Run}': not 1 to {RunCommand.MaximumNameLength} of A-Z a-z 0-9 . _ -");
        return errors;
    }
}
