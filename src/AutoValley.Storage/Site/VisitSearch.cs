using System.Globalization;
using AutoValley.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Site;

/// <summary>A question for visits as SQL; names are parameters, never text of the command.</summary>
internal static class VisitSearch
{
    public static SqliteCommand Command(SqliteConnection connection, VisitQuestion question)
    {
        List<string> conditions = ["enter < $1", "coalesce(leave, 9223372036854775807) >= $2"];
        List<object?> values = [question.To, question.From];
        if (question.Zone.Length > 0)
            conditions.Add($"zone = {Parameter(question.Zone)}");
        // '0' follows '/' in ASCII: all names that begin with the organisation and a slash.
        if (question.Organisation.Length > 0)
            conditions.Add($"vehicle >= {Parameter(question.Organisation + "/")} AND vehicle < {Parameter(question.Organisation + "0")}");
        if (question.Vehicles.Count > 0)
            conditions.Add($"vehicle IN ({string.Join(", ", question.Vehicles.Select(Parameter))})");
        if (question.After is { } after)
            conditions.Add($"(enter, vehicle, zone, map) > ({Parameter(after.Enter)}, {Parameter(after.Vehicle)}, {Parameter(after.Zone)}, {Parameter(after.Map)})");
        var sql = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT vehicle, zone, enter, last, leave, samples, late, map FROM visit WHERE {string.Join(" AND ", conditions)} ORDER BY enter, vehicle, zone, map LIMIT {question.Limit}");
        var command = connection.Prepare(sql, values.Count);
        return command.With([.. values]);

        string Parameter(object value)
        {
            values.Add(value);
            return string.Create(CultureInfo.InvariantCulture, $"${values.Count}");
        }
    }
}
