using AutoValley.Server.Influx;
using AutoValley.Telemetry;

namespace AutoValley.Server.Configuration;

/// <summary>Settings → <see cref="InfluxOptions"/>.</summary>
internal static class InfluxOptionsReader
{
    public static InfluxOptions Read(SettingsReader reader)
    {
        var standard = new InfluxOptions();
        var tags = reader.Text("InfluxApi:VehicleTags", string.Join(',', standard.VehicleTags)).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        var options = new InfluxOptions
        {
            Database = reader.Text("InfluxApi:Database", standard.Database),
            VehicleTags = tags,
            Vehicle = reader.Optional("InfluxApi:Vehicle"),
            MaximumBodyBytes = (int)reader.Bytes("InfluxApi:MaximumBodyBytes", standard.MaximumBodyBytes, 1 << 10, 1 << 30),
            MaximumBytesUnderWay = reader.Bytes("InfluxApi:MaximumBytesUnderWay", standard.MaximumBytesUnderWay, 1 << 20, 1L << 40),
            MaximumQueryBytes = (int)reader.Bytes("InfluxApi:MaximumQueryBytes", standard.MaximumQueryBytes, 1 << 10, 64 << 20),
            MaximumStatements = (int)reader.Number("InfluxApi:MaximumStatements", standard.MaximumStatements, 1, 100_000),
        };
        if (options.Vehicle is { } vehicle && !VehicleName.IsPart(vehicle))
            reader.Fail("InfluxApi:Vehicle", $"is '{vehicle}': a vehicle's name is 1 to {VehicleName.MaximumPartLength} of A-Z a-z 0-9 . _ -");
        return options;
    }
}
