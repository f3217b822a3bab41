using AutoValley.Server.Site.Alarms;
using AutoValley.Site.Alarms;
using AutoValley.Telemetry;

namespace AutoValley.Server.Tests.Site.Alarms;

/// <summary>What drivers were told.</summary>
internal sealed class Warnings : IDriverWarnings
{
    public List<(string Vehicle, string Text, AlarmState State)> Told { get; } = [];

    public void Warn(VehicleName vehicle, Alarm alarm) => Told.Add((vehicle.ToString(), AlarmText.Of(alarm), alarm.State));
}
