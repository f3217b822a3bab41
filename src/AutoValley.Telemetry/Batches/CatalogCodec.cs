using System.Buffers;
using System.Text;

namespace AutoValley.Telemetry.Batches;

/// <summary>autovalley.v1.Catalog: the signals of one session.</summary>
public static class CatalogCodec
{
    /// <summary>Signals of one catalogue, at most.</summary>
    public const int MaximumSignals = 65_536;

    private const int SessionField = 1, SignalsField = 2;
    private const int IdField = 1, NameField = 2, TypeField = 3, UnitField = 4, DescriptionField = 5;

    /// <summary>The serialised catalogue.</summary>
    public static byte[] Write(SessionId session, IReadOnlyList<SignalDefinition> signals)
    {
        var output = new ArrayBufferWriter<byte>();
        output.SessionField(SessionField, session);
        var message = new ArrayBufferWriter<byte>();
        foreach (var signal in signals)
        {
            message.ResetWrittenCount();
            message.VarintField(IdField, signal.Id);
            message.TextField(NameField, signal.Name);
            message.VarintField(TypeField, (ulong)signal.Type);
            message.TextField(UnitField, signal.Unit);
            message.TextField(DescriptionField, signal.Description);
            output.BytesField(SignalsField, message.WrittenSpan);
        }
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads and checks a catalogue: session of 16 bytes, ids unique and not 0, names, types and lengths as SignalDefinition says.</summary>
    /// <param name="payload">The wire bytes.</param>
    /// <param name="session">Whose signals they are.</param>
    /// <param name="signals">In the order sent; empty when false is returned.</param>
    /// <param name="detail">Place and reason when false is returned, else empty.</param>
    public static bool TryRead(ReadOnlyMemory<byte> payload, out SessionId session, out IReadOnlyList<SignalDefinition> signals, out string detail)
    {
        session = default;
        signals = [];
        var read = new List<SignalDefinition>();
        var ids = new HashSet<uint>();
        var sessionLength = 0;
        var reader = new WireReader(payload.Span);
        while (reader.Next())
        {
            if (reader.Field == SessionField)
            {
                var bytes = reader.BytesField();
                sessionLength = SessionId.TryRead(bytes, out session) ? SessionId.Size : bytes.Length;
            }
            else if (reader.Field != SignalsField)
                reader.Skip();
            else if (read.Count == MaximumSignals)
                return Fail($"more than {MaximumSignals} signals", out detail);
            else if (!TryReadSignal(reader.BytesField(), out var signal, out var reason))
                return Fail($"signal at place {read.Count}: {reason}", out detail);
            else if (!ids.Add(signal.Id))
                return Fail($"signal at place {read.Count}: id {signal.Id} twice", out detail);
            else
                read.Add(signal);
        }
        if (reader.Failed)
            return Fail($"byte {reader.Offset}: no protobuf field of a catalogue", out detail);
        if (sessionLength != SessionId.Size)
            return Fail($"session is {sessionLength} bytes, not {SessionId.Size}", out detail);
        (signals, detail) = (read, "");
        return true;
    }

    private static bool TryReadSignal(ReadOnlySpan<byte> message, out SignalDefinition signal, out string reason)
    {
        var reader = new WireReader(message);
        var (id, type, valid) = (0UL, 0UL, true);
        var (name, unit, description) = ("", "", "");
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case IdField:
                    id = reader.VarintField();
                    break;
                case NameField:
                    valid &= TryReadText(reader.BytesField(), SignalDefinition.MaximumNameLength, out name);
                    break;
                case TypeField:
                    type = reader.VarintField();
                    break;
                case UnitField:
                    valid &= TryReadText(reader.BytesField(), SignalDefinition.MaximumUnitLength, out unit);
                    break;
                case DescriptionField:
                    valid &= TryReadText(reader.BytesField(), SignalDefinition.MaximumDescriptionLength, out description);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        signal = new SignalDefinition((uint)id, name, (SignalType)type, unit, description);
        reason = (reader.Failed, valid) switch
        {
            (true, _) => "no protobuf",
            (_, false) => "a text is too long or not UTF-8",
            _ when id is 0 or > uint.MaxValue => $"id {id}",
            _ when !SignalDefinition.IsName(name) => $"id {id} has no usable name",
            _ when type is < (ulong)SignalType.Double or > (ulong)SignalType.Text => $"id {id} has type {type}",
            _ => "",
        };
        return reason.Length == 0;
    }

    private static bool TryReadText(ReadOnlySpan<byte> bytes, int maximumLength, out string text)
    {
        // A character is at most three bytes of UTF-8 for one of UTF-16.
        var usable = bytes.Length <= maximumLength * 3 && System.Text.Unicode.Utf8.IsValid(bytes);
        text = usable ? Encoding.UTF8.GetString(bytes) : "";
        return usable && text.Length <= maximumLength;
    }

    private static bool Fail(string reason, out string detail)
    {
        detail = reason;
        return false;
    }
}
