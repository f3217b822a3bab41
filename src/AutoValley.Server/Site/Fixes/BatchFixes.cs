using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Server.Site.Fixes;

/// <summary>Takes from batches what tells a vehicle's place; nothing else of them is decoded. Not safe for concurrent use.</summary>
internal sealed class BatchFixes(PositionSignals signals)
{
    private readonly BatchReader reader = new(BatchLimits.Unlimited);
    private readonly Dictionary<int, (int Role, int Rank)> series = [];
    private readonly Dictionary<string, (int Role, int Rank)> names = NamesOf(signals);
    private readonly RoleSamples[] roles = [.. Enumerable.Range(0, PositionSignals.Roles).Select(_ => new RoleSamples())];
    private readonly int[] ranks = new int[PositionSignals.Roles];
    private long[] integers = [];

    /// <summary>By <see cref="FixRole"/>, of the batch that was read last; sorted by time.</summary>
    public IReadOnlyList<RoleSamples> Roles => roles;

    /// <summary>Of that batch: |offset| of the vehicle's clock and its estimated error, nanoseconds; <see cref="long.MaxValue"/> for unknown.</summary>
    public long ClockError { get; private set; }

    /// <summary>Whether that batch's times are a recording's.</summary>
    public bool IsRecorded { get; private set; }

    /// <summary>Reads a batch.</summary>
    /// <returns>Whether a latitude is in it.</returns>
    /// <exception cref="InvalidDataException">Its position signals cannot be decoded.</exception>
    public bool Read(DurableBatch batch)
    {
        foreach (var role in roles)
            role.Clear();
        Array.Fill(ranks, int.MaxValue);
        if (reader.Read(batch.Payload, out var detail) != BatchError.None)
            throw new InvalidDataException(detail);
        try
        {
            for (var column = 0; column < reader.Columns.Length; column++)
                Take(batch.Session, column);
        }
        catch (ColumnFormatException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
        foreach (var role in roles)
            role.Sort();
        (ClockError, IsRecorded) = (ErrorOf(reader.Clock), reader.Clock.Source == ClockSource.Recording);
        return roles[(int)FixRole.Latitude].Count > 0;
    }

    private void Take(Session session, int column)
    {
        var (signal, timeBase, count, type, _) = reader.Columns[column];
        if (count == 0 || type is not (SignalType.Double or SignalType.Integer) || RoleOf(session, signal) is not { Role: >= 0 } found || found.Rank > ranks[found.Role])
            return;
        if (found.Rank < ranks[found.Role])
            roles[found.Role].Clear();
        ranks[found.Role] = found.Rank;
        var (times, values) = roles[found.Role].Add(count);
        reader.DecodeTimes(timeBase, times.Span);
        if (type == SignalType.Double)
        {
            reader.Decode(column, values.Span);
            return;
        }
        if (integers.Length < count)
            integers = new long[count];
        reader.Decode(column, integers.AsSpan(0, count));
        for (var index = 0; index < count; index++)
            values.Span[index] = integers[index];
    }

    // Role -1: none.
    private (int Role, int Rank) RoleOf(Session session, uint signal)
    {
        if (session.Find(signal) is not { } declared)
            return (-1, 0);
        if (!series.TryGetValue(declared.Id, out var role))
            series.Add(declared.Id, role = names.TryGetValue(declared.Name, out var named) ? named : (-1, 0));
        return role;
    }

    private static Dictionary<string, (int Role, int Rank)> NamesOf(PositionSignals signals)
    {
        var names = new Dictionary<string, (int, int)>(StringComparer.Ordinal);
        for (var role = 0; role < PositionSignals.Roles; role++)
        {
            foreach (var (rank, name) in signals.Of((FixRole)role).Index())
                names.TryAdd(name, (role, rank));
        }
        return names;
    }

    private static long ErrorOf(ClockQuality clock)
    {
        if (clock.OffsetNanos is not { } offset)
            return long.MaxValue;
        return (long)Int128.Min(Int128.Abs(offset) + (clock.ErrorNanos ?? 0), long.MaxValue);
    }
}
