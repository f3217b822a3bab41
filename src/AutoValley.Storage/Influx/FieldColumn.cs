using System.Globalization;
using System.Text;
using AutoValley.Storage.Sealing;
using AutoValley.Telemetry;
using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Storage.Influx;

/// <summary>A sealed column as a field of lines.</summary>
internal abstract class FieldColumn(SealedColumn column)
{
    public SealedColumn Column { get; } = column;

    /// <summary>Latest time at which bits were written; null when none were.</summary>
    public long? LastBits { get; protected set; }

    /// <summary>Adds the value of a row to the line that was begun; false when there is no word for it.</summary>
    public abstract bool Write(LineProtocolWriter writer, int row);

    /// <param name="column">The column.</param>
    /// <param name="earlier">Times at which the same part has bits of an earlier sample.</param>
    /// <param name="maximumText">Bytes of a text.</param>
    /// <param name="refused">Takes texts that are longer.</param>
    public static FieldColumn Of(SealedColumn column, IReadOnlySet<long>? earlier, int maximumText, RefusedLines refused)
    {
        var key = LineEscapes.FieldKey(TelemetryLines.FieldOf(column.Series.Name, column.Series.Type));
        return column.Samples.Values switch
        {
            Values<double> values => new DoubleField(column, key, values.Items, earlier),
            Values<long> values => new IntegerField(column, key, values.Items),
            Values<bool> values => new BooleanField(column, key, values.Items),
            Values<string> values => new TextField(column, key, values.Items, maximumText, refused),
            _ => throw new ArgumentException($"no value type {column.Series.Type}", nameof(column)),
        };
    }

    private sealed class DoubleField(SealedColumn column, byte[] key, ReadOnlyMemory<double> values, IReadOnlySet<long>? earlier) : FieldColumn(column)
    {
        private readonly byte[] bits = LineEscapes.FieldKey(TelemetryLines.BitsOf(column.Series.Name));

        public override bool Write(LineProtocolWriter writer, int row)
        {
            var value = values.Span[row];
            if (double.IsFinite(value))
            {
                writer.Add(key, value);
                // What InfluxDB would otherwise keep beside the new value.
                if (earlier is not null && earlier.Contains(Column.Samples.Times.Span[row]))
                    writer.Add(bits, "");
                return true;
            }
            Span<char> digits = stackalloc char[16];
            BitConverter.DoubleToUInt64Bits(value).TryFormat(digits, out _, "x16", CultureInfo.InvariantCulture);
            writer.Add(bits, digits);
            LastBits = Column.Samples.Times.Span[row];
            return true;
        }
    }

    private sealed class IntegerField(SealedColumn column, byte[] key, ReadOnlyMemory<long> values) : FieldColumn(column)
    {
        public override bool Write(LineProtocolWriter writer, int row)
        {
            writer.Add(key, values.Span[row]);
            return true;
        }
    }

    private sealed class BooleanField(SealedColumn column, byte[] key, ReadOnlyMemory<bool> values) : FieldColumn(column)
    {
        public override bool Write(LineProtocolWriter writer, int row)
        {
            writer.Add(key, values.Span[row]);
            return true;
        }
    }

    private sealed class TextField(SealedColumn column, byte[] key, ReadOnlyMemory<string> values, int maximum, RefusedLines refused) : FieldColumn(column)
    {
        public override bool Write(LineProtocolWriter writer, int row)
        {
            var text = values.Span[row];
            if (text.Length > maximum / 3 && Encoding.UTF8.GetByteCount(text) > maximum)
            {
                refused.AddText(Column, Column.Samples.Times.Span[row], Encoding.UTF8.GetBytes(text), maximum);
                return false;
            }
            writer.Add(key, text);
            return true;
        }
    }
}
