using AutoValley.Site.Occupancy;
using AutoValley.Telemetry;

namespace AutoValley.Site.Rules;

/// <summary>The turns of all vehicles, from judgement to judgement. After a restart all go straight on until their next headings.</summary>
internal sealed class Turns(RuleOptions options)
{
    private Dictionary<VehicleName, Turn> turns = [];

    /// <summary>Radians a second, clockwise, that each of the vehicles turns by. Vehicles that are not among them are forgotten.</summary>
    public double[] RatesOf(IReadOnlyList<VehiclePresence> vehicles)
    {
        var next = new Dictionary<VehicleName, Turn>(vehicles.Count);
        var rates = new double[vehicles.Count];
        for (var i = 0; i < rates.Length; i++)
        {
            var turn = turns.GetValueOrDefault(vehicles[i].Vehicle).After(vehicles[i].Fix, options);
            next[vehicles[i].Vehicle] = turn;
            rates[i] = turn.Expected(vehicles[i].Fix, options);
        }
        turns = next;
        return rates;
    }
}
