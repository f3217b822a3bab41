using System.Collections.Concurrent;
using AutoValley.Telemetry;
using AutoValley.V1;
using Google.Protobuf;

namespace AutoValley.Server.Ordering;

/// <summary>Answers of agents, on their way to the calls that wait for them; those to schemes stay for later calls. Safe for concurrent use.</summary>
internal sealed class AnswerBoard(KeptCommands kept)
{
    /// <summary>Calls that wait at a time.</summary>
    public const int MaximumWaiting = 1_024;

    /// <summary>Largest answer, in bytes.</summary>
    public const int MaximumBytes = 64 << 10;

    private readonly ConcurrentDictionary<(VehicleName Vehicle, string Id), TaskCompletionSource<CommandAnswer>> waiting = new();
    private readonly ConcurrentDictionary<VehicleName, CommandAnswer> ofSchemes = new();

    /// <summary>Begins to wait for an answer, before the command goes.</summary>
    /// <returns>Null when too many wait.</returns>
    public Task<CommandAnswer>? Expect(VehicleName vehicle, string id) => waiting.Count < MaximumWaiting
        ? waiting.GetOrAdd((vehicle, id), _ => new TaskCompletionSource<CommandAnswer>(TaskCreationOptions.RunContinuationsAsynchronously)).Task
        : null;

    /// <summary>Nobody waits any more.</summary>
    public void Forget(VehicleName vehicle, string id) => waiting.TryRemove((vehicle, id), out _);

    /// <summary>Keeps an answer to schemes for later calls.</summary>
    public void Keep(VehicleName vehicle, CommandAnswer answer) => ofSchemes[vehicle] = answer;

    /// <summary>The agent's answer to the schemes that its vehicle was given last; null when none came since the start.</summary>
    public CommandAnswer? OfSchemes(VehicleName vehicle) =>
        ofSchemes.TryGetValue(vehicle, out var answer) && kept.Find(vehicle)?.Id == answer.Id ? answer : null;

    /// <summary>Takes the payload of the topic <c>answer</c>; false when it is none.</summary>
    public bool Take(VehicleName vehicle, ReadOnlySpan<byte> payload)
    {
        if (TryRead(payload) is not { Id.Length: > 0 } answer)
            return false;
        // Of vehicles that were given schemes alone, so that there are no more of them than retained publishes.
        if (kept.Find(vehicle)?.Id == answer.Id)
            Keep(vehicle, answer);
        if (waiting.TryRemove((vehicle, answer.Id), out var expected))
            expected.TrySetResult(answer);
        return true;
    }

    private static CommandAnswer? TryRead(ReadOnlySpan<byte> payload)
    {
        try
        {
            return payload.Length <= MaximumBytes ? CommandAnswer.Parser.WithDiscardUnknownFields(true).ParseFrom(payload) : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
