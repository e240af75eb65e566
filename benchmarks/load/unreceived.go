package main

import (
	"sync"
	"time"
)

// unreceived are a connection's frames that have no receipt yet, and the room that they leave.
type unreceived struct {
	lock    sync.Mutex
	changed sync.Cond
	room    int64
	frames  map[uint32]int64
	newest  uint32
}

// take waits for room until the end; a frame larger than the whole room goes alone.
func (u *unreceived) take(id uint32, bytes int64, end time.Time) bool {
	u.lock.Lock()
	defer u.lock.Unlock()
	late := time.AfterFunc(time.Until(end), u.changed.Broadcast)
	defer late.Stop()
	for u.room < bytes && len(u.frames) > 0 {
		if !time.Now().Before(end) {
			return false
		}
		u.changed.Wait()
	}
	u.room -= bytes
	u.frames[id] = bytes
	u.newest = id
	return true
}

func (u *unreceived) give(id uint32) {
	u.lock.Lock()
	u.room += u.frames[id]
	delete(u.frames, id)
	u.lock.Unlock()
	u.changed.Broadcast()
}

// lowest is the oldest frame without a receipt.
func (u *unreceived) lowest() uint32 {
	u.lock.Lock()
	defer u.lock.Unlock()
	low := u.newest
	for id := range u.frames {
		low = min(low, id)
	}
	return low
}

func (u *unreceived) awaitNone(atMost time.Duration) {
	u.lock.Lock()
	defer u.lock.Unlock()
	end := time.Now().Add(atMost)
	late := time.AfterFunc(atMost, u.changed.Broadcast)
	defer late.Stop()
	for len(u.frames) > 0 && time.Now().Before(end) {
		u.changed.Wait()
	}
}
