using AutoValley.Storage.Sqlite;
using AutoValley.Telemetry;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Site;

/// <summary>Kinds and shapes of vehicles.</summary>
public sealed class SiteVehicleTable : IDisposable
{
    private readonly SiteConnection site;
    private readonly SqliteCommand put;

    internal SiteVehicleTable(SiteConnection site)
    {
        this.site = site;
        put = site.Connection.Prepare("INSERT OR REPLACE INTO vehicle VALUES ($1, $2, $3, $4, $5)", 5);
    }

    /// <summary>All, in no order.</summary>
    public IReadOnlyList<SiteVehicle> All => site.Read(connection => connection.Rows(
        "SELECT name, kind, length, width, ahead FROM vehicle",
        row => new SiteVehicle(
            VehicleName.TryParse(row.GetString(0), out var name) ? name : throw new StoreException($"{SiteDatabase.FileName}: a vehicle is called '{row.GetString(0)}'"),
            row.GetString(1), row.GetDouble(2), row.GetDouble(3), row.GetDouble(4))));

    /// <summary>Says what a vehicle is, in the place of what was said before.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be stored.</exception>
    public void Put(SiteVehicle vehicle) => site.Write(() =>
        put.With(vehicle.Name.ToString(), vehicle.Kind, vehicle.Length, vehicle.Width, vehicle.Ahead).ExecuteNonQuery());

    /// <inheritdoc/>
    public void Dispose() => put.Dispose();
}
