using System.Net;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Configuration;

/// <summary>Reads who the agent is, where it publishes, and its spool.</summary>
internal static class AgentOptionsEntry
{
    /// <summary>What the file says; errors are noted in it.</summary>
    public static AgentOptions Read(ConfigurationObject file)
    {
        var name = file.RequiredText("vehicle");
        var isName = VehicleName.TryParse(name, out var vehicle);
        if (name.Length > 0 && !isName)
            file.Fail("vehicle", $"is '{name}', not organisation/vehicle, each 1 to 64 of A-Z a-z 0-9 . _ -");
        var spool = file.Object("spool");
        var options = new AgentOptions
        {
            Vehicle = isName ? vehicle : new VehicleName("none", "none"),
            Server = file.Text("server") ?? "127.0.0.1:1883",
            UserName = file.Text("user"),
            Password = file.Text("password"),
            Tls = TlsEntry.Read(file),
            SpoolFolder = "",
            CollectingBufferBytes = BufferOf(file.Object("collecting")),
            DriverAddress = DriverOf(file.Object("driver")),
        };
        if (file.Object("uplink") is { } uplink)
            options = UplinkOptionsEntry.Read(uplink, options);
        if (spool is null)
        {
            file.Fail("spool", "is missing: { \"folder\": … }, for batches that are not durable yet");
            return options;
        }
        options = SpoolOptionsEntry.Read(spool, options);
        foreach (var error in options.Errors().Where(error => !error.StartsWith("spool folder", StringComparison.Ordinal)))
            file.Fail("", $"says: {error}");
        return options;
    }

    private static IPEndPoint? DriverOf(ConfigurationObject? driver)
    {
        _ = driver?.RequiredText("listen");
        var address = driver?.Address("listen");
        driver?.RefuseUnknown();
        return address;
    }

    private static int BufferOf(ConfigurationObject? collecting)
    {
        var mebibytes = collecting?.Number("bufferMebibytes", 1, 1024) ?? 8;
        collecting?.RefuseUnknown();
        return (int)Math.Min(mebibytes * (1 << 20), 1 << 30);
    }
}
