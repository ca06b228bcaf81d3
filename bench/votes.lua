-- What wrk sends: a vote of another reader each time. Arguments: the page, its revision.
local threads = 0
function setup(thread)
  thread:set("id", threads)
  threads = threads + 1
end

function init(arguments)
  sent = 0
  page, revision = arguments[1], arguments[2]
  start = os.time()
  wrk.headers["Content-Type"] = "application/json"
end

function request()
  sent = sent + 1
  local vote = '{"page":"%s","language":"fr","revision":"%s","helpful":true,"reader":"reader-%d-%d-%d"}'
  return wrk.format("PUT", nil, wrk.headers, vote:format(page, revision, start, id, sent))
end
