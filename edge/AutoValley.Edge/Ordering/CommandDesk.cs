using AutoValley.Edge.Collecting;
using AutoValley.Edge.Driver;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using V1 = AutoValley.V1;

namespace AutoValley.Edge.Ordering;

/// <summary>Takes the payloads of the topic <c>command</c> and answers each once: the same command again gets the same answer. Safe for concurrent use.</summary>
internal sealed class CommandDesk(SchemeKeeper schemes, DriverPort driver, TimeProvider clock, ILogger logger)
{
    /// <summary>Answers that are remembered, so that a command that comes twice is not carried out twice.</summary>
    public const int MaximumAnswers = 64;

    private readonly Lock gate = new();
    private readonly Dictionary<string, V1.CommandAnswer> answers = new(StringComparer.Ordinal);
    private readonly Queue<string> order = [];

    /// <summary>The schemes in force are kept there from now on.</summary>
    public void KeepSchemesIn(SchemeStore store)
    {
        lock (gate)
            schemes.KeepIn(store);
    }

    /// <summary>Carries out a command.</summary>
    /// <param name="payload">As it came.</param>
    /// <param name="orders">For what is to be done once.</param>
    /// <returns>The serialised answer; null when nobody can be answered.</returns>
    public byte[]? Take(ReadOnlySpan<byte> payload, IOrders orders)
    {
        if (Read(payload) is not { } command)
        {
            logger.CommandUnusable(payload.Length);
            return null;
        }
        lock (gate)
        {
            if (!answers.TryGetValue(command.Id, out var answer))
                Remember(answer = Answer(command, orders));
            return answer.ToByteArray();
        }
    }

    private static V1.AgentCommand? Read(ReadOnlySpan<byte> payload)
    {
        try
        {
            var command = payload.Length <= SchemeLimits.CommandBytes ? V1.AgentCommand.Parser.ParseFrom(payload) : null;
            return command is not null && Names.IsName(command.Id, SchemeLimits.NameLength) ? command : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private V1.CommandAnswer Answer(V1.AgentCommand command, IOrders orders)
    {
        var answer = new V1.CommandAnswer { Id = command.Id, Time = UnixTime.Now(clock), Outcome = V1.CommandAnswer.Types.Outcome.Done };
        var refusal = command.CommandCase switch
        {
            V1.AgentCommand.CommandOneofCase.Schemes => Set(command.Schemes, answer),
            V1.AgentCommand.CommandOneofCase.Run => Run(command.Run, orders),
            V1.AgentCommand.CommandOneofCase.Resend => Resend(command.Resend, orders, answer),
            V1.AgentCommand.CommandOneofCase.Warn => Warn(command.Warn, answer),
            _ => "this agent does not know such a command",
        };
        if (refusal is not null)
            (answer.Outcome, answer.Reason) = (V1.CommandAnswer.Types.Outcome.Refused, refusal);
        answer.SchemesVersion = schemes.Version;
        logger.CommandAnswered(command.Id, command.CommandCase.ToString(), answer.Outcome.ToString(), answer.Reason);
        return answer;
    }

    private string? Set(V1.SchemeSet set, V1.CommandAnswer answer)
    {
        var (isInForce, reason) = schemes.Set(set);
        answer.Reason = reason;
        return isInForce ? null : reason;
    }

    private static string? Run(V1.RunOrder run, IOrders orders)
    {
        var isStop = run.Action == V1.RunOrder.Types.Action.Stop;
        if (!isStop && run.Action != V1.RunOrder.Types.Action.Start)
            return $"action {(int)run.Action} is neither START nor STOP";
        if (!(isStop && run.Name.Length == 0) && !Names.IsName(run.Name, RunCommand.MaximumNameLength))
            return $"a run's name is 1 to {RunCommand.MaximumNameLength} of A-Z a-z 0-9 . _ -";
        orders.Run(isStop ? RunAction.Stop : RunAction.Start, run.Name);
        return null;
    }

    private static string? Resend(V1.ResendOrder range, IOrders orders, V1.CommandAnswer answer)
    {
        if (range.FromTime >= range.ToTime)
            return "the range ends before it begins";
        try
        {
            answer.Batches = (ulong)orders.Resend(range.FromTime, range.ToTime);
            return null;
        }
        catch (NotSupportedException impossible)
        {
            return impossible.Message;
        }
    }

    private string? Warn(V1.WarnOrder order, V1.CommandAnswer answer)
    {
        if (DriverWarning.TryRead(order, answer.Time, out var warning) is { } wrong)
            return wrong;
        if (driver.Refusal is { } refusal)
            return refusal;
        answer.Displays = (uint)driver.Board.Show(warning);
        answer.Reason = answer.Displays == 0 ? "no display is connected: it is shown as soon as one is" : "";
        return null;
    }

    private void Remember(V1.CommandAnswer answer)
    {
        answers.Add(answer.Id, answer);
        order.Enqueue(answer.Id);
        if (order.Count > MaximumAnswers)
            answers.Remove(order.Dequeue());
    }
}
