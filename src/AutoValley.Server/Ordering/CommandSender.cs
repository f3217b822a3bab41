using AutoValley.Mqtt;
using AutoValley.Server.Ingest.Broker;
using AutoValley.Telemetry;
using AutoValley.V1;

namespace AutoValley.Server.Ordering;

/// <summary>Gives commands to vehicles, at the own MQTT endpoint and behind the broker, and waits for answers.</summary>
internal sealed class CommandSender(KeptCommands kept, AnswerBoard board, BrokerLink broker, TimeProvider clock)
{
    /// <summary>Hands a command over.</summary>
    /// <param name="vehicle">Whose agent.</param>
    /// <param name="command">With an id of its own.</param>
    /// <param name="wait">For the answer; zero does not wait.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The answer; null when none came in time.</returns>
    /// <exception cref="TooManyWaitingException">Too many calls wait for answers; nothing was handed over.</exception>
    /// <exception cref="IOException">It cannot be handed over; the message says why.</exception>
    public async Task<CommandAnswer?> SendAsync(VehicleName vehicle, AgentCommand command, System.TimeSpan wait, CancellationToken cancellation)
    {
        var expected = board.Expect(vehicle, command.Id) ?? throw new TooManyWaitingException();
        try
        {
            // What the broker does not take is not kept here either.
            await broker.PublishAsync(KeptCommands.ToPublish(vehicle, command), cancellation);
            await kept.PublishAsync(vehicle, command);
            var answer = await expected.WaitAsync(wait, clock, cancellation);
            // Behind a broker it may have come before the schemes were kept here.
            if (command.CommandCase == AgentCommand.CommandOneofCase.Schemes)
                board.Keep(vehicle, answer);
            return answer;
        }
        catch (TimeoutException)
        {
            return null;
        }
        finally
        {
            board.Forget(vehicle, command.Id);
        }
    }
}

/// <summary>More than <see cref="AnswerBoard.MaximumWaiting"/> calls wait for answers.</summary>
internal sealed class TooManyWaitingException() : Exception($"{AnswerBoard.MaximumWaiting} calls wait for answers of agents already");
