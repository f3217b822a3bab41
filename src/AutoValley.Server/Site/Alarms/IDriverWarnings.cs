using AutoValley.Site.Alarms;
using AutoValley.Telemetry;

namespace AutoValley.Server.Site.Alarms;

/// <summary>Tells drivers of alarms that name their vehicles.</summary>
internal interface IDriverWarnings
{
    /// <summary>Shows an alarm to the driver, or takes it away when its condition is gone or it was put aside. Told again every 10 s while it holds. Never waits.</summary>
    /// <param name="vehicle">Whose driver.</param>
    /// <param name="alarm">As the vehicle's organisation may see it.</param>
    void Warn(VehicleName vehicle, Alarm alarm);
}
