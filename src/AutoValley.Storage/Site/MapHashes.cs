using System.Security.Cryptography;
using AutoValley.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Site;

/// <summary>Whether the maps of <c>site.db</c> are those that were imported.</summary>
internal static class MapHashes
{
    /// <summary>What does not fit, for people; empty when all does. One map is in memory at a time.</summary>
    /// <exception cref="SqliteException">It cannot be read.</exception>
    public static IEnumerable<string> Problems(SqliteConnection connection) => connection
        .Rows("SELECT version FROM map ORDER BY version", row => row.GetInt32(0))
        .Where(version => !IsWhole(connection, version))
        .Select(version => $"map {version}: its bytes are not those of its SHA-256");

    private static bool IsWhole(SqliteConnection connection, int version) => connection
        .Rows($"SELECT sha256, content FROM map WHERE version = {version}", row => row.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(SHA256.HashData(row.GetFieldValue<byte[]>(1))))
        .Single();
}
