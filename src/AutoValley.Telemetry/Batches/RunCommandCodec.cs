using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace AutoValley.Telemetry.Batches;

/// <summary>autovalley.v1.RunCommand.</summary>
public static class RunCommandCodec
{
    private const int ActionField = 1, NameField = 2, TimeField = 3;

    /// <summary>The serialised command.</summary>
    public static byte[] Write(RunCommand command)
    {
        var output = new ArrayBufferWriter<byte>();
        output.VarintField(ActionField, (ulong)command.Action);
        output.TextField(NameField, command.Name);
        output.Fixed64Field(TimeField, command.Time);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads and checks a command.</summary>
    /// <param name="payload">The wire bytes.</param>
    /// <param name="command">The command, when true is returned.</param>
    /// <param name="detail">The reason when false is returned, else empty.</param>
    public static bool TryRead(ReadOnlySpan<byte> payload, [NotNullWhen(true)] out RunCommand? command, out string detail)
    {
        var reader = new WireReader(payload);
        var (action, time) = (0UL, 0L);
        ReadOnlySpan<byte> name = default;
        while (reader.Next())
        {
            if (reader.Field == ActionField)
                action = reader.VarintField();
            else if (reader.Field == NameField)
                name = reader.BytesField();
            else if (reader.Field == TimeField)
                time = reader.Fixed64Field();
            else
                reader.Skip();
        }
        var isStop = action == (ulong)RunAction.Stop;
        // What is not ASCII becomes '?' and is refused with the rest that is no name.
        var text = name.Length <= RunCommand.MaximumNameLength ? Encoding.ASCII.GetString(name) : "?";
        detail = reader.Failed ? "no protobuf"
            : action is not ((ulong)RunAction.Start or (ulong)RunAction.Stop) ? $"action {action}"
            : !(isStop && text.Length == 0) && !Names.IsName(text, RunCommand.MaximumNameLength) ? "no usable name"
            : "";
        command = detail.Length == 0 ? new RunCommand((RunAction)action, text, time) : null;
        return command is not null;
    }
}
